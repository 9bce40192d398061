"""Whole epochs: of the shipped configs, ours and stock DL4J's; of IMDB, over the same batches."""
