"""The few documents that a made-up chain is about: well-formed ones of every type, and one that is none."""

from hashlib import sha256

from golden.terms_samples import sample_terms
from hashtagspace.domain import content as documents
from hashtagspace.domain.kinds import DocumentType
from hashtagspace.domain.terms_format import build_terms


def _documents() -> dict[DocumentType, list[bytes]]:
    digest = sha256(b"seen").digest()
    posts = [
        documents.build_post(text)
        for text in ("plain", "#Berlin", "#berlin #coffee", "#PYTHON rocks", "#coffee!")
    ]
    return {
        DocumentType.POST: posts,
        DocumentType.PROFILE: [documents.build_profile(name) for name in ("Ann", "Bo")],
        DocumentType.REACTION: [documents.build_reaction(emoji, digest) for emoji in ("🙂", "🎉")],
        DocumentType.LABEL: [documents.build_label(label) for label in ("spam", "art")],
    }


DOCUMENTS = _documents()
GARBAGE = b'{"type":"post","text":""}'
TERMS = [build_terms(sample_terms(title=title)) for title in ("Morning people", "Evening people")]
EVERY_DOCUMENT = [*(one for many in DOCUMENTS.values() for one in many), *TERMS, GARBAGE]
