/** What keeps files from being written, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "a limit on the size of files (ulimit -f) is too low",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "the file system is read-only; in a container mount an emptyDir there",
  EBUSY: "something is mounted there; name a directory inside of it",
  EXDEV: "it lies on two disks, or something is mounted there; name a directory inside of it",
  ENOTDIR: "a part of that path is a file",
  EISDIR: "a directory stands there",
  ENOENT: "no directory can be made there",
  EEXIST: "a part of that path is a file",
};

export const reason = ({ code = "", message }: NodeJS.ErrnoException): string => REASONS[code] ?? message;
