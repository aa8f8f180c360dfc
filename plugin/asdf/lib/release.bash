# Where releases are, and what the archive for this machine is called.
repository=${PHOENIX_RELEASE_REPOSITORY:-https://github.com/OWNER/phoenix-release}
downloads=${PHOENIX_RELEASE_DOWNLOADS:-$repository/releases/download}

fail() {
  echo "asdf phoenix-release: $*" >&2
  exit 1
}

system() {
  case $(uname -s) in
    Linux) echo linux ;;
    Darwin) echo darwin ;;
    *) fail "there is no release for $(uname -s)" ;;
  esac
}

processor() {
  case $(uname -m) in
    x86_64 | amd64) echo amd64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) fail "there is no release for $(uname -m)" ;;
  esac
}

# Versions, oldest first.
versions() {
  git ls-remote --tags --refs "$repository" 'v[0-9]*' | sed 's#.*refs/tags/v##' | sort -t. -k1,1n -k2,2n -k3,3n
}

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}
