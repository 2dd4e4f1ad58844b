"""The Inside tab: an image by layer, the files of each, what the better image leaves out.

The files are read in a thread as soon as the tab is open and no build runs; `image_look` posts what
comes of it. Tells the screen with `Changed` that other keys count now.
"""

from collections.abc import Callable, Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from walkthrough.engine.image_files_columns import Kind, Node
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.errors import WalkthroughError
from walkthrough.tui.commands import bindings
from walkthrough.tui.image_look import (
    Compared,
    ContentRead,
    FilesFailed,
    FilesRead,
    all_of,
    compare_images,
    known_content,
    read_content,
    read_files,
)
from walkthrough.tui.images import Images
from walkthrough.tui.ink import MUTED
from walkthrough.tui.lines import line
from walkthrough.tui.widgets.file_text import FileText, no_text
from walkthrough.tui.widgets.file_words import shown_name
from walkthrough.tui.widgets.inside_find import FindBar
from walkthrough.tui.widgets.inside_known import Key, Known, Read, keys_of
from walkthrough.tui.widgets.inside_left_out import LeftOut, about_secrets
from walkthrough.tui.widgets.inside_lists import InsideLists
from walkthrough.tui.widgets.inside_reading import Reading, problem_words
from walkthrough.tui.widgets.inside_rows import Rows
from walkthrough.tui.widgets.inside_view import InsideView, ShownImage

TICK_SECONDS = 0.2
NOT_NOW = "Files are read when the build is over: reading them would slow it down."
SOON = "The files are read when this tab is open."


class InsidePane(Vertical, can_focus=True):
    """One variant at a time, beside the one that it is read against."""

    BINDINGS = bindings("inside")
    place = "inside"

    _view = query_one(InsideView)
    _lists = query_one(InsideLists)
    _left_out = query_one(LeftOut)
    _scroll = query_one(".left-out", VerticalScroll)
    _text = query_one(FileText)
    _find = query_one(FindBar)

    class Changed(Message):
        """Other keys count now than before."""

    def __init__(self, images: Images) -> None:
        super().__init__(id="inside", classes="panel")
        self._images = images
        self._known = Known()
        self._shown: ShownImage | None = None
        self._building = False
        self._reading: tuple[Key, Reading] | None = None
        self._opening: tuple[Node, Reading] | None = None

    def compose(self) -> ComposeResult:
        yield InsideView()
        yield InsideLists(classes="lists")
        with VerticalScroll(classes="left-out", can_focus=False):
            yield LeftOut()
        yield FileText()
        yield FindBar(classes="find")

    def on_mount(self) -> None:
        self.set_interval(TICK_SECONDS, self._tick)

    def show(self, shown: ShownImage, building: bool) -> None:
        """Show this variant as it was last measured; while something builds nothing is read."""
        is_other = self._shown is None or keys_of(self._shown) != keys_of(shown)
        if is_other:
            self._close_text()
            self._lists.layer_rows.select(0)
        if is_other or building:
            self._stop_reading()
        self._shown, self._building = shown, building
        self._known.forget_all_but(shown)
        self._draw()
        self._go_on()

    @property
    def leave_words(self) -> str:
        """What esc does here first; empty where it leaves the lesson."""
        if self._find.has_class("-open"):
            return "close find"
        if self.has_class("-text"):
            return "close file"
        return "files" if self.has_class("-left-out") else ""

    @property
    def keys(self) -> str:
        """Which of its keys the footer shows."""
        return "inside file" if self.has_class("-text") or self.has_class("-left-out") else "inside"

    def action_move(self, rows: int) -> None:
        """Select a row below or above, or scroll what has no rows."""
        self._move(lambda shown: shown.move(rows), rows)

    def action_page(self, pages: int) -> None:
        """The same, a screenful at a time."""
        self._move(lambda shown: shown.move_page(pages), pages * self._scroll.size.height)

    def action_jump(self, place: int) -> None:
        """Go to the first row (0) or the last one (-1)."""
        self._move(lambda shown: shown.select(place % max(1, shown.count())), 0)

    def action_switch(self) -> None:
        """Give the keys to the layers or to the files."""
        self._lists.switch()

    def action_fold_or_unfold(self) -> None:
        """Open or close the selected folder; from a layer, go to its files."""
        self._lists.fold_or_unfold()

    def action_unfold(self) -> None:
        """Open the selected folder, or go into it; from a layer, go to its files."""
        self._lists.unfold()

    def action_fold(self) -> None:
        """Close the selected folder, or the one around it."""
        self._lists.fold()

    def action_open(self) -> None:
        """Show what the selected file says; a folder opens."""
        chosen, files = self._lists.file_rows.chosen, self._lists.file_rows.shown
        if chosen is None or files is None or self.has_class("-text"):
            return
        if chosen.node.is_folder:
            self._lists.file_rows.toggle()
            return
        self._find.close()
        self.remove_class("-left-out")
        self.add_class("-text")
        self._open(files.image, chosen.node)
        self.post_message(self.Changed())

    def action_left_out(self) -> None:
        """Show what the better image leaves out, and why that matters; or the files again."""
        if self._left_out.is_empty:
            return
        self._close_text()
        self.toggle_class("-left-out")
        self._scroll.scroll_home(animate=False)
        self._draw_left_out()
        self.post_message(self.Changed())

    def action_find(self) -> None:
        """Look for a file by a part of its path."""
        if self._lists.file_rows.branches is not None:
            self._close_text()
            self.remove_class("-left-out")
            self._find.open()
            self.post_message(self.Changed())

    def action_find_next(self) -> None:
        """Go to the next path with what was looked for."""
        if self._find.text and self._lists.file_rows.branches is not None:
            self._find.tell(self._lists.find(self._find.text))

    def step_out(self) -> bool:
        """Close what lies over the files; whether there was such a thing."""
        if self._find.has_class("-open"):
            self._find.close()
            self.focus(scroll_visible=False)
            self.post_message(self.Changed())
        elif self.has_class("-text"):
            self._close_text()
        elif self.has_class("-left-out"):
            self.action_left_out()
        else:
            return False
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus(scroll_visible=False)
        self.action_find_next()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        message.stop()

    def on_inside_lists_layer_chosen(self) -> None:
        self._draw_files()

    def on_inside_lists_file_wanted(self) -> None:
        self.action_open()

    def on_files_read(self, message: FilesRead) -> None:
        if self._awaits(message.read.key):
            self._known.keep(message.read)
            self._draw()
            self._go_on()

    def on_files_failed(self, message: FilesFailed) -> None:
        if self._awaits(message.key) or self._known.is_comparing(message.key):
            self._known.fail(message.key, message.error)
            self._draw()
            self._go_on()

    def on_compared(self, message: Compared) -> None:
        self._known.compare(message.keys, message.found)
        self._draw_left_out()

    def on_content_read(self, message: ContentRead) -> None:
        if self._opening is None or self._opening[0] is not message.node:
            return
        self._opening = None
        if isinstance(message.content, WalkthroughError):
            self._text.tell(message.node.path, problem_words(message.content))
        else:
            self._text.show(message.content, self._lists.layer_name(message.node.layer))

    def _move(self, move: Callable[[Rows], bool], rows: int) -> None:
        if self.has_class("-left-out"):
            self._scroll.scroll_relative(y=rows, animate=False)
        elif self.has_class("-text"):
            move(self._text)
        else:
            self._lists.move(move)

    def _close_text(self) -> None:
        if self.has_class("-text"):
            self.remove_class("-text")
            self._opening = None
            self.post_message(self.Changed())

    def _open(self, image: ImageFiles, node: Node) -> None:
        """Show a file: from the index where it is in there, else read it once more."""
        content = known_content(image, node)
        if content is not None:
            self._text.show(content, self._lists.layer_name(node.layer))
            return
        if node.kind != Kind.FILE or self._building:
            self._text.tell(node.path, [line((no_text(node) or NOT_NOW, MUTED))])
            return
        self._opening = (node, Reading(f"Reading {shown_name(node.name)}", image.size_bytes))
        self._tick()
        self._read_content(image, *self._opening)

    def _go_on(self) -> None:
        """Read the next image, or hold both against each other, unless that has to wait."""
        shown = self._shown
        waits = self._building or self._images.why_none or self._reading is not None
        if shown is None or waits or not self.is_on_screen:
            return
        unread, both = self._known.unread(shown), self._known.uncompared(shown)
        if unread:
            key = unread[0]
            whole = next(one.unpacked_bytes for _, one in shown.pairs if one.image_id == key[1])
            self._reading = (key, Reading(f"Reading the files of {key[0]}", whole))
            self._read_files(*self._reading)
            self._draw_files()
        elif both is not None:
            self._known.begin_comparing(frozenset(one.key for one in both))
            self._compare(*both)

    def _awaits(self, key: Key) -> bool:
        """Whether this image is the one being read, which it then is no more."""
        awaited = self._reading is not None and self._reading[0] == key
        if awaited:
            self._reading = None
        return awaited

    def _stop_reading(self) -> None:
        self.workers.cancel_node(self)
        self._reading = self._opening = None
        self._known.stop_comparing()

    def _draw(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._view.show(shown, self._known.groups(shown), self._known.replaced(shown))
        self.set_class(shown.image is not None, "-measured")
        if shown.image is not None:
            self._lists.layer_rows.show(shown.variant, shown.image, shown.other_image)
            self._draw_files()
        self._draw_left_out()

    def _draw_files(self) -> None:
        shown = self._shown
        if shown is not None and shown.image is not None:
            own = keys_of(shown)[0]
            if self._known.read(own) is None:
                self._lists.file_rows.tell(self._why_no_files(own))
            else:
                self._lists.show_files(shown, self._known)

    def _why_no_files(self, key: Key) -> Sequence[Content]:
        problem = self._known.problem(key)
        if problem is not None:
            return problem_words(problem)
        if self._reading is not None:
            return self._reading[1].notice()
        words = self._images.why_none or (NOT_NOW if self._building else SOON)
        return [line((words, MUTED))]

    def _draw_left_out(self) -> None:
        shown = self._shown
        if shown is None or shown.image is None:
            return
        own = self._known.read(keys_of(shown)[0])
        found = self._known.differences(shown)
        if own is not None and not (shown.is_comparable and len(shown.pairs) > 1):
            found = all_of(own)
        about = about_secrets(shown.pairs, self._known.groups(shown))
        self._left_out.show(found, about, self.has_class("-left-out"))

    def _tick(self) -> None:
        """Read where the pane has come to be shown, and show how far the reading is."""
        self._go_on()
        if self._reading is not None:
            self._draw_files()
        if self._opening is not None:
            node, reading = self._opening
            self._text.tell(node.path, reading.notice())

    @work(thread=True, group="image-files")
    def _read_files(self, key: Key, reading: Reading) -> None:
        worker = get_current_worker()
        read_files(self, self._images, key, reading.until(lambda: worker.is_cancelled))

    @work(thread=True, group="file-content", exclusive=True)
    def _read_content(self, image: ImageFiles, node: Node, reading: Reading) -> None:
        worker = get_current_worker()
        told = reading.until(lambda: worker.is_cancelled)
        read_content(self, self._images, image, node, told)

    @work(thread=True, group="compare", exclusive=True)
    def _compare(self, worse: Read, better: Read) -> None:
        compare_images(self, worse, better)
