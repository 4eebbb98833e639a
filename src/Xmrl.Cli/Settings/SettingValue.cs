namespace Xmrl.Cli.Settings;

/// <summary>A word that is a value of a setting.</summary>
/// <param name="Name">The word.</param>
/// <param name="Meaning">What it means; empty where nothing is said.</param>
internal readonly record struct SettingValue(string Name, string Meaning);
