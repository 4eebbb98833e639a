namespace Xmrl.Meta.Learners;

/// <summary>A key that configurations of a learner once held without an effect, and that stored ones still hold.</summary>
/// <param name="Key">The key, camelCase.</param>
/// <param name="Value">The value that says what the learner does anyway; null where any was without effect, which stored
/// configurations may hold, and nobody may say any more.</param>
/// <param name="Instead">What to write for another value, as a sentence; null where nothing stands for it.</param>
public sealed record FormerKey(string Key, string? Value = null, string? Instead = null);
