"""The reader's engine: found, started, described; its base images, image sizes and clean-up."""
