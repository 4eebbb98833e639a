namespace Xmrl.Rl.Replay;

/// <summary>Where a replay stands; with the steps themselves it is the whole of it.</summary>
/// <param name="Count">Steps appended since the beginning, ≥ 0. Steps are named by their number in this order.</param>
/// <param name="ContextStart">Steps from this number on belong to the context if they were appended for it; in [0, Count].</param>
/// <param name="Dropped">Ranges of context that a wrap of the ring has dropped so far, ≥ 0.</param>
internal readonly record struct ReplayHead(long Count, long ContextStart, long Dropped);
