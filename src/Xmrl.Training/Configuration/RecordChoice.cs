namespace Xmrl.Training.Configuration;

/// <summary>One of the records that a key can name.</summary>
/// <param name="Name">The key's value.</param>
/// <param name="Default">The record where nothing else is said.</param>
internal readonly record struct RecordChoice(string Name, object Default);
