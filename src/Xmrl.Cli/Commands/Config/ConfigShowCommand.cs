using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Cli.Settings;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands.Config;

/// <summary>config show: every key with its value, meaning and source.</summary>
internal static class ConfigShowCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var source = new Argument<string>("experiment") { Description = "Experiment, YAML file, id of an environment, or run directory." };
        var part = new Argument<string?>("part")
        {
            Description = "Only keys that hold this text, such as meta. or stepSize.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var quick = new Option<bool>("--quick") { Description = "The short variant." };
        var set = new Option<string[]>("--set")
        {
            HelpName = "key=value",
            Description = "Change one value; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("show", "Print every key with value, origin, meaning, unit, range, default and source.")
        {
            source, part, quick, set,
        };
        command.SetAction(parsed =>
        {
            ConfigSource found = ConfigSource.Of(
                context, parsed.GetRequiredValue(source), parsed.GetValue(quick), [.. parsed.GetValue(set) ?? []]);
            string filter = parsed.GetValue(part) ?? "";
            ShownSetting[] all = [.. ShownSetting.Of(found.Layers)];
            ShownSetting[] shown = [.. all.Where(one => one.Key.Contains(filter, StringComparison.OrdinalIgnoreCase))];
            if (shown.Length == 0)
            {
                throw new ConfigurationException(
                    $"No key of {found.Name} holds {filter}.{NearestName.Hint(filter, [.. all.Select(static one => one.Key)])}");
            }

            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(
                    context.Output, "config-show",
                    new { state = "done", exitCode = ExitCode.Ok, name = found.Name, settings = shown.Select(Document) });
            }
            else
            {
                Text(context, found.Name, shown);
            }

            return ExitCode.Ok;
        });
        parent.Add(command);
        examples[command] = ["config show drone --quick", "config show drone meta.", "config show runs/drone-seed1 --json"];
    }

    private static object Document(ShownSetting shown) => new
    {
        shown.Key,
        shown.Value,
        shown.Origin,
        meaning = shown.Setting?.Meaning,
        kind = shown.Setting?.Kind,
        unit = shown.Setting?.Unit,
        range = shown.Setting?.Range,
        byDefault = shown.Setting?.Default,
        source = shown.Setting?.Source,
        values = shown.Setting?.Values,
        owners = shown.Setting?.Owners,
    };

    private static void Text(CommandContext context, string name, ShownSetting[] shown)
    {
        int other = shown.Count(static one => one.Origin != "default");
        context.Output.WriteLine($"{name}: {shown.Length} keys, {other} of them other than the default. Reference: docs/settings.md.");
        foreach (ShownSetting one in shown)
        {
            context.Output.WriteLine();
            context.Output.WriteLine(Line(one));
            foreach (string line in Wrapped(Explanation(one), context.Width - 4))
            {
                context.Output.WriteLine($"    {line}");
            }
        }
    }

    private static string Line(ShownSetting one)
    {
        string byDefault = one.Setting is { Default.Length: > 0 } known && known.Default != one.Value && one.Origin != "default"
            ? $"; default {known.Default}"
            : "";
        return $"{one.Key} = {one.Value}  ({one.Origin}{byDefault})";
    }

    private static string Explanation(ShownSetting one)
    {
        if (one.Setting is not { } setting)
        {
            return "This program does not know the key.";
        }

        string range = setting.Range.Length > 0 ? $" Range {setting.Range}." : "";
        string unit = setting.Unit.Length > 0 ? $" Unit: {setting.Unit}." : "";
        string words = setting.Values is { IsEmpty: false, Length: <= 12 }
            ? $" One of {string.Join(", ", setting.Values.Select(static value => value.Name))}."
            : $" {char.ToUpperInvariant(setting.Kind[0])}{setting.Kind[1..]}.";
        string source = setting.Source.Length > 0 ? $" Source of the default: {setting.Source}." : "";
        return $"{setting.Meaning}{words}{range}{unit}{source}";
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
