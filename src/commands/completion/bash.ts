// For bash 3.2 as for later ones: macOS never got another.
export const bash = `# bash completion of phoenix-release
_phoenix_release() {
  local word current prefix='' kind value i n=0 words=()
  # bash takes --format=json for three words.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $n -gt 0 && \${words[n - 1]} == --* && ( $word == = || \${words[n - 1]} == *= ) ]]; then
      words[n - 1]+=$word
    else
      words[n]=$word
      n=$((n + 1))
    fi
  done
  current=\${words[n - 1]}
  [[ $current == --*=* ]] && prefix=\${current%%=*}=
  COMPREPLY=()
  {
    IFS= read -r kind
    while IFS=$'\\t' read -r value _; do
      COMPREPLY+=("\${value#"$prefix"}")
    done
  } < <("\${COMP_WORDS[0]}" __complete "\${words[@]}" 2>/dev/null)
  current=\${current#"$prefix"}
  case $kind in
    files | directories)
      type compopt >/dev/null 2>&1 && compopt -o filenames
      while IFS= read -r value; do
        COMPREPLY+=("$value")
      done < <(if [ "$kind" = files ]; then compgen -f -- "$current"; else compgen -d -- "$current"; fi)
      ;;
    part) type compopt >/dev/null 2>&1 && compopt -o nospace ;;
  esac
}
complete -F _phoenix_release phoenix-release
`;
