"""Storing uploads: by content hash, checked by content, pictures re-encoded."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Session

from matchmaker.audit.reversible import Reversible
from matchmaker.errors import Invalid
from matchmaker.files.models import StoredFile

PHOTO_SIDE, THUMBNAIL_SIDE = 1600, 480  # pixels of the longer side
MOST_PIXELS = 60_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
SIGNATURES = {  # first bytes -> media type, of the kinds of papers people upload
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAPERS = {"application/pdf", "image/png", "image/jpeg"}


def content_path(folder: Path, sha256: str) -> Path:
    """Where the content with this hash lies below the data folder."""
    return folder / "files" / sha256[:2] / sha256


def store(
    session: Session,
    content: bytes,
    *,
    folder: Path,
    name: str,
    media_type: str,
    purpose: str,
    now: datetime,
    company_id: int | None = None,
    uploaded_by_id: int | None = None,
) -> StoredFile:
    """Keep ``content``: written to a temporary name first, so that a file is whole or not there."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = content_path(folder, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.part")
        temporary.write_bytes(content)
        temporary.replace(path)
    stored = StoredFile(
        sha256=sha256,
        name=Path(name.replace("\\", "/")).name[:120] or "file",
        media_type=media_type,
        size=len(content),
        purpose=purpose,
        company_id=company_id,
        uploaded_by_id=uploaded_by_id,
        created_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def media_type_of(content: bytes) -> str | None:
    """The type that the content itself shows, whatever its name says; None if it is none that we take."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)


def check_paper(content: bytes, *, field: str) -> str:
    """The media type of a certificate or paper; raises Invalid unless it is a PDF, PNG or JPEG."""
    kind = media_type_of(content)
    if kind not in PAPERS:
        raise Invalid("file_kind", field=field)
    return kind


def encode_photo(content: bytes, *, field: str) -> tuple[bytes, bytes]:
    """(photo, thumbnail) as JPEG: turned upright, made smaller, without the camera's data (places, names).

    Raises Invalid when the content is no picture or is absurdly large.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError:
        raise Invalid("picture_large", field=field) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Invalid("not_a_picture", field=field) from None
    return _jpeg(picture, PHOTO_SIDE), _jpeg(picture, THUMBNAIL_SIDE)


def _jpeg(picture: Image.Image, side: int) -> bytes:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    stream = io.BytesIO()
    smaller.save(stream, "JPEG", quality=82, optimize=True)
    return stream.getvalue()


def repoint_company(changes: Reversible, *, gone_id: int, kept_id: int) -> None:
    """Files of a company that is merged become the other's."""
    changes.repoint(StoredFile.company_id, gone_id=gone_id, kept_id=kept_id)
