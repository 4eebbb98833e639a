namespace Xmrl.Cli;

/// <summary>The help of the program as a whole, on one screen: this page is what everybody sees first, so it is written without the parser,
/// whose own writer sorts and groups with code that each start would have to compile.</summary>
internal static class ProgramHelp
{
    private const string Indent = "  ";
    private const int LabelWidth = 24;

    /// <summary>What the program is for, in one sentence.</summary>
    internal const string Purpose = "Meta-reinforcement learning that explains and improves uneven generalization.";

    /// <summary>Commands with what they do, by what they are for.</summary>
    internal static (string Title, (string Label, string Sentence)[] Commands)[] Groups { get; } =
    [
        ("Run:",
        [
            ("improve <experiment>", "Train, explain what fails, repair, compare, confirm."),
            ("train <experiment>", "Train and evaluate only."),
            ("reproduce [table]", "Make a table of a paper again."),
            ("resume <run>", "Continue what was stopped or killed."),
            ("sweep", "Search the settings of every method in the same way."),
        ]),
        ("Look at runs:",
        [
            ("runs", "List, show, compare, diff, export."),
            ("watch [folder]", "Show runs in a browser while they go on."),
            ("report <run>", "Make the page of a run or a table."),
            ("compare <runs>", "Compare runs over seeds, by learner or any key."),
            ("evaluate <run>", "Score a policy on fresh tasks."),
            ("explain <run>", "Which training tasks help or harm, and why."),
            ("diagnose <run>", "Why kinds of tasks fail, and what mends that."),
        ]),
        ("Settings and files:",
        [
            ("list [kind]", "Experiments, learners, methods, tables, environments."),
            ("config", "Show settings with their meaning, check a file."),
            ("export <run>", "Write a policy as ONNX or safetensors."),
            ("import <policy>", "Take a policy from elsewhere as a run."),
            ("data", "Check and describe price files."),
            ("check <environment>", "Check the rules of an environment of your own."),
        ]),
        ("Program:",
        [
            ("doctor", "Look whether everything is there."),
            ("verify [checks]", "Check the theory by computation."),
            ("bench [measurements]", "Measure the speed of this machine."),
            ("recompute", "Make stored tables again from stored scores."),
            ("completion <shell>", "Write a completion for bash, zsh or pwsh."),
        ]),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="program">How the user calls the program.</param>
    /// <param name="output">Receives the text.</param>
    internal static void Write(string program, TextWriter output)
    {
        output.WriteLine(Purpose);
        output.WriteLine($"Usage: {program} <command> [options]; {program} <command> --help says more.");
        foreach ((string title, (string Label, string Sentence)[] commands) in Groups)
        {
            output.WriteLine(title);
            foreach ((string label, string sentence) in commands)
            {
                output.WriteLine($"{Indent}{label.PadRight(LabelWidth)}{sentence}");
            }
        }

        output.WriteLine("Options of every command:");
        output.WriteLine($"{Indent}--json  --quiet  --verbose  --environments <file>  --help  --version");
        output.WriteLine($"Begin with: {program} doctor; {program} improve drone --quick");
    }
}
