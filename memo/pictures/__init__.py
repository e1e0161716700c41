"""Pictures made of plain shapes, drawn as SVG and as PNG."""
