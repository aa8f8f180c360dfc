export const powershell = `# PowerShell completion of phoenix-release
Register-ArgumentCompleter -Native -CommandName phoenix-release -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    $program = $commandAst.CommandElements[0].ToString()
    $lines = @(& $program __complete @words $wordToComplete 2>$null)
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $value, $description = $_ -split "\`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
    # Without a result PowerShell completes paths by itself.
}
`;
