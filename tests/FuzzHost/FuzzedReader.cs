namespace Xmrl.FuzzHost;

/// <summary>A reader of files from outside, as a target of coverage-guided fuzzing.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Read">Reads a file of these bytes; returns where the answer is one that the reader documents, and throws otherwise.</param>
/// <param name="Takes">Whether a file of a run is a good beginning, and what to put before its bytes; null for a file that is none.</param>
/// <param name="Seeds">Further valid files.</param>
internal sealed record FuzzedReader(string Name, Action<byte[]> Read, Func<string, string?> Takes, IReadOnlyList<string> Seeds);
