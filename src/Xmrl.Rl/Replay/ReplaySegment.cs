namespace Xmrl.Rl.Replay;

/// <summary>A run of a replay's steps that is stored by itself.</summary>
/// <param name="Number">Segments are numbered from step 0 on, ≥ 0.</param>
/// <param name="Steps">Its steps so far, ≥ 1.</param>
/// <param name="IsClosed">Whether later steps follow, so that it never changes again.</param>
internal readonly record struct ReplaySegment(long Number, int Steps, bool IsClosed);
