using System.CommandLine;

namespace Xmrl.Cli.Commands.Completion;

/// <summary>completion: a script by which a shell completes command lines.</summary>
internal static class CompletionCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, Dictionary<Command, string[]> examples)
    {
        var shell = new Argument<string>("shell") { Description = $"{string.Join(", ", CompletionScripts.Shells)}." };
        var command = new Command(
            "completion",
            "Write a script by which a shell completes commands, options, experiments, learners, methods, settings and run folders.")
        {
            shell,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        shell.AcceptOnlyFromAmong(CompletionScripts.Shells);
        command.SetAction(parsed =>
        {
            context.Output.Write(CompletionScripts.Of(parsed.GetRequiredValue(shell)));
            return ExitCode.Ok;
        });
        examples[command] =
        [
            "completion bash > ~/.local/share/bash-completion/completions/xmrl", "completion zsh > ~/.zfunc/_xmrl",
            "completion pwsh >> $PROFILE",
        ];
    }
}
