"""Figures of the look-up, as SVG that stands alone: no style, no script, nothing fetched; words and shapes carry them.

Every figure is a `Markup`: a template puts it into a page as it is. Every paint is also a class (`fill-ink`,
`stroke-line`), so that a stylesheet can give it another colour in the dark.
"""
