using System.Text.RegularExpressions;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>What a command says about a run.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Figures">Its output, and the content of files that it made.</param>
/// <param name="Messages">The error stream.</param>
internal sealed partial record Answer(int Code, string Figures, string Messages)
{
    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="whole">The answer for the undamaged run.</param>
    /// <param name="damaged">The files that are not what they were.</param>
    internal string? Fault(Answer whole, string[] damaged)
    {
        string text = Figures + Messages;
        if (Code is not (ExitCode.Ok or ExitCode.Failed or ExitCode.Usage))
        {
            return $"exit code {Code}: {Short(Messages)}";
        }

        if (Messages.Contains("(--verbose shows", StringComparison.Ordinal) || Framework().IsMatch(Messages))
        {
            return $"no sentence for people: {Short(Messages)}";
        }

        if (
            text.FirstOrDefault(static character => char.IsControl(character)
                && character is not ('\n' or '\r')) is var control and not '\0')
        {
            return $"the control character {(int)control} reaches the terminal";
        }

        if (Code == ExitCode.Usage && Messages.Length == 0)
        {
            return "a failure without a word";
        }

        // A difference or a damage that is found is told on the output.
        return Code != ExitCode.Ok
            || Without(Figures, damaged) == Without(whole.Figures, damaged)
            || Array.Exists(damaged, name => IsNamed(Path.GetFileName(name), whole))
            ? null
            : $"other figures without a word: {Difference(whole.Figures, Figures)}";
    }

    /// <summary>The events of a run at work have no hash: nothing reads them, and a number that changed in them is not noticed. All that
    /// follows from other files is compared.</summary>
    private static string Without(string figures, string[] damaged)
    {
        string[] events =
        [
            .. damaged.Where(static name => name.StartsWith("tensorboard/", StringComparison.Ordinal))
            .Select(static name => $"events of {name.Split('/')[1]}: "),
        ];
        return string.Join(
            '\n', figures.Split('\n').Where(line => !Array.Exists(events, series => line.StartsWith(series, StringComparison.Ordinal))));
    }

    private bool IsNamed(string name, Answer whole)
        => Messages.Contains(name, StringComparison.Ordinal)
            || (Figures.Contains(name, StringComparison.Ordinal) && !whole.Figures.Contains(name, StringComparison.Ordinal));

    private static string Difference(string expected, string found)
    {
        const int Shown = 70;
        int at = expected.Zip(found).TakeWhile(static pair => pair.First == pair.Second).Count();
        int start = Math.Max(0, at - (Shown / 2));
        return $"'{Short(found[Math.Min(start, found.Length)..])}'; expected '{Short(expected[Math.Min(start, expected.Length)..])}'";
    }

    private static string Short(string text) => text[..Math.Min(text.Length, 160)].ReplaceLineEndings(" | ");

    /// <summary>Words of the framework for mistakes of a program.</summary>
    [GeneratedRegex(
        @"Object reference|Sequence contains|was out of (range|the range)|Nullable object|\(Parameter '|given key|"
        + "Arithmetic operation resulted|Exception of type|Unable to cast",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Framework();
}
