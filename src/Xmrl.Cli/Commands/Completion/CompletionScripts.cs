namespace Xmrl.Cli.Commands.Completion;

/// <summary>The scripts by which shells ask the program what can follow: the program answers with one word per line.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of xmrl for bash: source this file, or put it into ~/.local/share/bash-completion/completions/xmrl
        _xmrl() {
          local line="${COMP_LINE:0:COMP_POINT}" word item cut
          word="${line##*[[:space:]]}"
          COMPREPLY=()
          while IFS= read -r item; do
            case "$item" in "$word"?*) COMPREPLY+=("$item") ;; esac
          done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
          # Bash takes : and = for ends of words: what stands before the last of them is there already.
          cut="${word%"${word##*[=:]}"}"
          if [ -n "$cut" ]; then COMPREPLY=("${COMPREPLY[@]#"$cut"}"); fi
          case "${COMPREPLY[*]}" in *=) compopt -o nospace ;; esac
        }
        complete -o default -F _xmrl xmrl ./xmrl

        """;

    private const string Zsh = """
        #compdef xmrl
        # Completion of xmrl for zsh: put this file as _xmrl into a folder of $fpath.
        _xmrl() {
          local line="${BUFFER[1,CURSOR]}"
          local -a words keys
          words=("${(@f)$("${words[1]:-xmrl}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          keys=("${(@M)words:#*=}")
          words=("${(@)words:#*=}")
          (( ${#keys} )) && compadd -S '' -a keys
          (( ${#words} )) && compadd -a words
          (( ${#keys} + ${#words} )) || _files
        }
        compdef _xmrl xmrl ./xmrl

        """;

    private const string Pwsh = """
        # Completion of xmrl for PowerShell: add this to $PROFILE.
        Register-ArgumentCompleter -Native -CommandName xmrl -ScriptBlock {
          param($word, $ast, $cursor)
          $line = $ast.ToString()
          if ($line.Length -lt $cursor) { $line = $line.PadRight($cursor) }
          $line = $line.Substring(0, $cursor)
          & $ast.CommandElements[0].ToString() "[suggest:$($line.Length)]" "$line" 2>$null |
            Where-Object { $_.StartsWith($word) } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    /// <summary>The shells.</summary>
    internal static string[] Shells { get; } = ["bash", "zsh", "pwsh"];

    /// <summary>The script for a shell.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    internal static string Of(string shell) => (shell switch { "bash" => Bash, "zsh" => Zsh, _ => Pwsh }).ReplaceLineEndings("\n");
}
