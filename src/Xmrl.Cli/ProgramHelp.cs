using System.CommandLine;
using System.CommandLine.Help;

namespace Xmrl.Cli;

/// <summary>The help of the program as a whole, in the layout of <see cref="HelpAction"/>, in a fraction of its time: this page is what
/// everybody sees first, and the parser's own writer sorts and groups with code that each start would have to compile.</summary>
internal static class ProgramHelp
{
    private const string Indent = "  ";

    /// <summary>Writes description, usage, options and commands, with an empty line after each.</summary>
    /// <param name="root">The program.</param>
    /// <param name="width">Characters per line.</param>
    /// <param name="output">Receives the text.</param>
    internal static void Write(RootCommand root, int width, TextWriter output)
    {
        output.WriteLine("Description:");
        foreach (string line in Wrap(root.Description ?? "", width - Indent.Length))
        {
            output.WriteLine(Indent + line);
        }

        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"{Indent}{root.HelpName} [command] [options]");
        output.WriteLine();
        WriteTable("Options:", Options(root), width, output);
        WriteTable("Commands:", Commands(root), width, output);
    }

    /// <summary>Own options first, as they were added.</summary>
    private static List<string[]> Options(RootCommand root)
    {
        List<string[]> rows = [];
        foreach (Option option in root.Options)
        {
            if (option is not (HelpOption or VersionOption))
            {
                rows.Add([option.HelpName is { } value ? $"{option.Name} <{value}>" : option.Name, option.Description ?? ""]);
            }
        }

        rows.Add(["-?, -h, --help", "Show help and usage information"]);
        rows.Add(["--version", "Show version information"]);
        return rows;
    }

    private static List<string[]> Commands(RootCommand root)
    {
        List<string[]> rows = [];
        foreach (Command command in root.Subcommands)
        {
            string label = command.Name;
            foreach (Argument argument in command.Arguments)
            {
                label += $" <{argument.Name}>";
            }

            rows.Add([label, command.Description ?? ""]);
        }

        return rows;
    }

    private static void WriteTable(string heading, List<string[]> rows, int width, TextWriter output)
    {
        output.WriteLine(heading);
        int first = Longest(rows, 0);
        int second = Longest(rows, 1);
        if (first + second + (2 * Indent.Length) > width)
        {
            first = Math.Min(first, LongestLine(rows, (width / 2) - Indent.Length));
            second = width - first - (2 * Indent.Length);
        }

        foreach (string[] row in rows)
        {
            List<string> labels = Wrap(row[0], first);
            List<string> texts = Wrap(row[1], second);
            for (int i = 0; i < Math.Max(labels.Count, texts.Count); i++)
            {
                string label = i < labels.Count ? labels[i] : "";
                output.WriteLine(i < texts.Count ? $"{Indent}{label.PadRight(first)}{Indent}{texts[i]}" : Indent + label);
            }
        }

        output.WriteLine();
    }

    private static int Longest(List<string[]> rows, int column)
    {
        int longest = 0;
        foreach (string[] row in rows)
        {
            longest = Math.Max(longest, row[column].Length);
        }

        return longest;
    }

    private static int LongestLine(List<string[]> rows, int width)
    {
        int longest = 0;
        foreach (string[] row in rows)
        {
            foreach (string line in Wrap(row[0], width))
            {
                longest = Math.Max(longest, line.Length);
            }
        }

        return longest;
    }

    /// <summary>Breaks a text after its last space that fits, or inside a word that is longer than a line. The space stays at the line's
    /// end.</summary>
    private static List<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        int start = 0;
        while (text.Length > width && text.Length - start >= width)
        {
            int space = text.LastIndexOf(' ', start + width - 1, width);
            int end = space < 0 ? start + width : space + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return lines;
    }
}
