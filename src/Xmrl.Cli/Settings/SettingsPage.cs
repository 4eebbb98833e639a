using System.Text;

namespace Xmrl.Cli.Settings;

/// <summary>The reference page of all settings, docs/settings.md.</summary>
internal static class SettingsPage
{
    private const string Head = """
        # Settings

        Every key of a configuration file, made from the documentation of the settings in the source; a test keeps this page equal to it.
        `xmrl config show <experiment>` prints the values of an experiment, `xmrl config schema` the same as a JSON Schema for editors.
        Defaults are those of the program; experiments change some. "tuned by us" and "chosen by us" are choices of this project,
        the other sources are papers (docs/notation.md). Keys that go with some learners or kinds of environments alone name them.

        """;

    /// <summary>Writes the page.</summary>
    /// <returns>Markdown.</returns>
    internal static string Create()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, Setting> section in SettingCatalog.All.GroupBy(
            static setting => setting.Key.Split('.')[0], StringComparer.Ordinal))
        {
            page.Append('\n').Append("## ").Append(section.Key).Append("\n\n")
                .Append("| key | meaning | value | unit | range | default |\n|---|---|---|---|---|---|\n");
            foreach (Setting setting in section)
            {
                Row(page, setting);
            }
        }

        return page.ToString();
    }

    private static void Row(StringBuilder page, Setting setting)
    {
        string owners = setting.Owners.IsEmpty ? "" : $"<br>With {string.Join(", ", setting.Owners)}.";
        string source = setting.Source.Length > 0 ? $"<br>{setting.Source}" : "";
        string[] cells =
        [
            $"`{setting.Key}`", Cell(setting.Meaning) + Words(setting) + owners, setting.Kind, setting.Unit, setting.Range,
            $"`{setting.Default}`{Cell(source)}",
        ];
        page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private static string Words(Setting setting)
        => setting.Values.IsEmpty || setting.Values.Length > 16
            ? setting.Values.IsEmpty ? "" : "<br>Words: `xmrl list methods`."
            : $"<br>{string.Join("<br>", setting.Values.Select(static value => $"`{value.Name}`: {Cell(value.Meaning)}"))}";

    private static string Cell(string text)
        => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<method>", "&lt;method&gt;", StringComparison.Ordinal);
}
