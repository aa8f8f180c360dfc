export const zsh = `#compdef phoenix-release
# zsh completion of phoenix-release
_phoenix_release() {
  local kind line
  local -a lines candidates
  lines=("\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  kind=$lines[1]
  for line in "\${(@)lines[2,-1]}"; do
    [[ -n $line ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if [[ $kind == part ]]; then
    (( $#candidates )) && _describe phoenix-release candidates -S ''
    return
  fi
  (( $#candidates )) && _describe phoenix-release candidates
  compset -P '--*='
  case $kind in
    files) _files ;;
    directories) _files -/ ;;
  esac
}
if [[ $funcstack[1] == _phoenix_release ]]; then _phoenix_release "$@"; else compdef _phoenix_release phoenix-release; fi
`;
