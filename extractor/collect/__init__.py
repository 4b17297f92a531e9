"""Paths and folders → inputs (收集)."""

from extractor.collect.fingerprint import Fingerprint, fingerprint
from extractor.collect.walk import DATASET_FILES, Input, collect, is_dataset, unreadable_paths

__all__ = [
    "DATASET_FILES",
    "Fingerprint",
    "Input",
    "collect",
    "fingerprint",
    "is_dataset",
    "unreadable_paths",
]
