"""Pictures made of plain shapes, drawn as SVG and as PNG; legible without colour, each with its words beside it."""
