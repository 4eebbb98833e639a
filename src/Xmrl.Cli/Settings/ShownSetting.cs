using System.Collections.Immutable;

namespace Xmrl.Cli.Settings;

/// <summary>A setting with the value that an experiment, a run or a file gives it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value, as a configuration file has it.</param>
/// <param name="Origin">What gave it the value: default, experiment, environment, file, quick, set or run.</param>
/// <param name="Setting">What the key means; null for one that this program does not know.</param>
internal sealed record ShownSetting(string Key, string Value, string Origin, Setting? Setting)
{
    /// <summary>Puts meanings and origins beside values.</summary>
    /// <param name="layers">What holds after each step that gives values, by name; the defaults first, the configuration itself
    /// last.</param>
    /// <returns>One per key, in the order of the configuration.</returns>
    internal static ImmutableArray<ShownSetting> Of(ImmutableArray<SettingLayer> layers)
    {
        string learner = layers[^1].Values.FirstOrDefault(static entry => entry.Key == "meta.learner").Value ?? "";
        return
        [
            .. layers[^1].Values.Select(entry =>
            {
                Setting? setting = SettingCatalog.Find(entry.Key, learner);
                return new ShownSetting(entry.Key, entry.Value, OriginOf(entry, setting), setting);
            }),
        ];

        string OriginOf(KeyValuePair<string, string> entry, Setting? setting)
        {
            for (int i = layers.Length - 1; i > 0; i--)
            {
                string? before = layers[i - 1].Find(entry.Key) ?? (i == 1 ? setting?.Default : null);
                if (before != entry.Value)
                {
                    return layers[i].NameOf(entry.Key);
                }
            }

            return layers[0].Name;
        }
    }
}
