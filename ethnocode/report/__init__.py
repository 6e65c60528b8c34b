"""Reports as text, Markdown, CSV, JSON and HTML; ``terminal`` is imported only where needed."""

from ethnocode.report.renderers import RENDERERS, Renderer, render

__all__ = ["RENDERERS", "Renderer", "render"]
