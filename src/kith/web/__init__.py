"""The HTML shell: ten kinds of page, derived from every entity's spec. It knows no module and no feature."""
