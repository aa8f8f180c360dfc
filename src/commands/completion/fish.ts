export const fish = `# fish completion of phoenix-release
function __phoenix_release_complete
    set -l current (commandline -ct)
    set -l before (commandline -opc)
    set -l lines ($before[1] __complete $before[2..] "$current" 2>/dev/null)
    test (count $lines) -gt 1; and printf '%s\\n' $lines[2..]
    set -l prefix (string match -r '^--[^=]*=' -- $current)
    set -l path (string replace -r '^--[^=]*=' '' -- $current)
    switch "$lines[1]"
        case files
            printf "$prefix%s\\n" (__fish_complete_path $path)
        case directories
            printf "$prefix%s\\n" (__fish_complete_directories $path)
    end
end
complete -c phoenix-release -f -a '(__phoenix_release_complete)'
`;
