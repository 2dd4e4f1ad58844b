"""What a thread does for the Inside tab, and the messages that tell the tab of it."""

from collections.abc import Callable

from textual.message import Message
from textual.message_pump import MessagePump

from walkthrough.engine.image_files_columns import Node
from walkthrough.engine.image_files_content import FileContent, kind_of
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.errors import WalkthroughError
from walkthrough.foreign_errors import as_ours
from walkthrough.report.image_groups import left_out, parts, secrets
from walkthrough.tui.images import Images, Told
from walkthrough.tui.widgets.inside_known import Key, Read
from walkthrough.tui.widgets.inside_left_out import Differences
from walkthrough.tui.widgets.inside_reading import StoppedError


class FilesRead(Message, bubble=False):
    """An image was read."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self.read = read


class FilesFailed(Message, bubble=False):
    """An image could not be read."""

    def __init__(self, key: Key, error: WalkthroughError) -> None:
        super().__init__()
        self.key = key
        self.error = error


class Compared(Message, bubble=False):
    """What the better of two images leaves out is known."""

    def __init__(self, keys: frozenset[Key], found: Differences) -> None:
        super().__init__()
        self.keys = keys
        self.found = found


class ContentRead(Message, bubble=False):
    """A file was read, or `content` says why not."""

    def __init__(self, node: Node, content: FileContent | WalkthroughError) -> None:
        super().__init__()
        self.node = node
        self.content = content


def read_files(target: MessagePump, images: Images, key: Key, tell: Told) -> None:
    """Read the files of an image, and post them or why not; nothing once nobody wants them."""

    def read() -> FilesRead:
        files = images.files(*key, tell)
        return FilesRead(Read(key, files, parts(files)))

    _post(target, read, lambda error: FilesFailed(key, error))


def read_content(
    target: MessagePump, images: Images, image: ImageFiles, node: Node, tell: Told
) -> None:
    """Read one file, and post it or why not; nothing once nobody wants it."""

    def read() -> ContentRead:
        return ContentRead(node, images.content(image, node, tell))

    _post(target, read, lambda error: ContentRead(node, error))


def compare_images(target: MessagePump, worse: Read, better: Read) -> None:
    """Post what the better image leaves out of the worse one."""

    def compare() -> Compared:
        return Compared(
            frozenset((worse.key, better.key)),
            Differences(
                worse=worse.key[0],
                better=better.key[0],
                parts=left_out(worse.files, better.files),
                secrets=secrets(worse.files),
            ),
        )

    _post(target, compare, lambda error: FilesFailed(worse.key, error))


def all_of(read: Read) -> Differences:
    """All that lies in an image which is held against no other."""
    return Differences(read.key[0], "", read.groups, secrets(read.files))


def known_content(image: ImageFiles, node: Node) -> FileContent | None:
    """What a file says, where the index of the image has it whole."""
    text = image.layers[node.layer].columns.texts.get(node.path)
    if text is None or len(text) != node.size_bytes:
        return None
    return FileContent(node.path, node.size_bytes, text, kind_of(text))


def _post(
    target: MessagePump,
    read: Callable[[], Message],
    failed: Callable[[WalkthroughError], Message],
) -> None:
    try:
        message = read()
    except StoppedError:
        return
    except Exception as error:
        again = "Open the tab again; if it stays, remove the image and build it anew."
        message = failed(as_ours(error, "The image could not be read.", again))
    target.post_message(message)
