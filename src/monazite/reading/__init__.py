"""A study folder read into a world, or refused with every fault at once; and written back as it was read."""

from monazite.reading.folder import StudyFolder, inputs, read_study
from monazite.reading.reference import reference_page
from monazite.reading.starter import new_study
from monazite.reading.writing import write_tables

__all__ = ["StudyFolder", "inputs", "new_study", "read_study", "reference_page", "write_tables"]
