"""Why the system refuses a file, in Chinese and English (`zh`, `en`)."""

from __future__ import annotations

import errno
import os
import stat

Path = str | os.PathLike[str]


def reason(error: OSError | ValueError) -> dict[str, str]:
    """Why the system refused, in Chinese and English."""
    # a name that no file can have: NUL or an unpaired surrogate in it
    if not isinstance(error, OSError):
        return {"zh": "文件名无效", "en": "the name is not valid"}
    zh, en = _REASONS.get(error.errno or 0, (None, None))
    if zh is None or en is None:
        code = errno.errorcode.get(error.errno or 0, type(error).__name__)
        return {"zh": f"系统拒绝（{code}）", "en": f"the system refuses ({code})"}
    return {"zh": zh, "en": en}


_REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "No such file or directory"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EACCES: ("没有权限", "Permission denied"),
    errno.EPERM: ("没有权限", "Operation not permitted"),
    errno.EISDIR: ("是文件夹", "it is a folder"),
    errno.ELOOP: ("符号链接成环或层数过多", "symbolic links lead in a circle"),
    errno.ENAMETOOLONG: ("名称过长", "the name is too long"),
    errno.ENXIO: ("是套接字、管道或设备", "it is a socket, a pipe or a device"),
    errno.EMFILE: ("打开的文件过多", "too many files are open"),
    errno.ENFILE: ("打开的文件过多", "too many files are open"),
    errno.EIO: ("读写出错", "the device reports an error"),
    errno.ENOSPC: ("磁盘已满", "No space left on device"),
    errno.EDQUOT: ("超出磁盘配额", "the disk quota is used up"),
    errno.EFBIG: ("文件大小超出上限", "the file would be larger than the limit"),
    errno.EROFS: ("文件系统为只读", "the file system is read-only"),
    errno.EBUSY: ("正被占用", "it is in use"),
    errno.ETXTBSY: ("正被占用", "it is in use"),
}
NOUNS = {
    stat.S_IFREG: ("文件", "a file"), stat.S_IFDIR: ("文件夹", "a folder"),
    stat.S_IFIFO: ("管道", "a pipe"), stat.S_IFSOCK: ("套接字", "a socket"),
    stat.S_IFCHR: ("设备", "a device"), stat.S_IFBLK: ("设备", "a device"),
    stat.S_IFLNK: ("无效链接", "a link to nothing"),
}  # fmt: skip
_ODD = {
    kind: {"zh": f"是{zh}，不是文件", "en": f"it is {en}, not a file"}
    for kind, (zh, en) in NOUNS.items()
}
_OTHER = {"zh": "不是普通文件", "en": "it is no regular file"}


def odd(mode: int) -> dict[str, str] | None:
    """What a thing is that is no regular file; None of a file."""
    return None if stat.S_ISREG(mode) else _ODD.get(stat.S_IFMT(mode), _OTHER)


FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
"""Opening never waits; each where the system has it."""
