namespace Xmrl.Runs.TensorBoard;

/// <summary>The scalars of one step, as an event file holds them.</summary>
/// <param name="Step">Step, from 0.</param>
/// <param name="WallTime">When they were written; UTC.</param>
/// <param name="Values">Numbers by tag, in the order of the file; single precision, may hold NaN and infinities.</param>
internal sealed record ScalarEvent(long Step, DateTimeOffset WallTime, IReadOnlyList<KeyValuePair<string, float>> Values);
