"""The pages on which objects of the company's own are made and shaped."""
