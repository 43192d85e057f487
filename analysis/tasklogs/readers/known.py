"""Names of columns and keys that a message may repeat: those of exports, and plain words for work.

What else stands where a header should be may be a person, where a file has no header.
"""

from __future__ import annotations

from typing import Final

from analysis.tasklogs.readers import FORMATS, generic, mturk_api, prodigy, sagemaker, toloka

_BATCH: Final = (
    "HITId HITTypeId Title Description Keywords CreationTime MaxAssignments RequesterAnnotation "
    "AssignmentDurationInSeconds AutoApprovalDelayInSeconds Expiration NumberOfSimilarHITs "
    "LifetimeInSeconds AutoApprovalTime ApprovalTime RejectionTime RequesterFeedback "
    "WorkTimeInSeconds LifetimeApprovalRate Last30DaysApprovalRate Last7DaysApprovalRate Approve "
    "Reject"
)
_TOOLS: Final = (
    "annotation annotations annotation_id annotator completed_by completions created_at created_by "
    "data data_row data_rows label labels label_details lead_time metadata predictions project "
    "projects result results span spans text tokens updated_at user_id _unit_id _id _trust "
    "_session_id _view_id"
)
_PLAIN: Final = (
    "accepted amount begin begun date duration end ended finished hours id job minutes price rate "
    "started submitted task time user wage worker_id"
)

KNOWN: Final = frozenset(
    name.lower()
    for name in (
        *(name for found in FORMATS for name in found.names),
        *generic.FIELDS, *mturk_api.KEYS, *prodigy.KEYS, *sagemaker.KEYS, *toloka.KEYS,
        *_BATCH.split(), *_TOOLS.split(), *_PLAIN.split(),
    )
)  # fmt: skip
"""In small letters."""
