namespace Xmrl.Numerics.Parallel;

/// <summary>How a process fared with its items.</summary>
/// <param name="Code">One of the constants; it travels as a number.</param>
/// <param name="Failure">The lowest failed item; null if none failed.</param>
internal readonly record struct ItemEnding(int Code, ItemFailure? Failure)
{
    public const int Done = 0;
    public const int Cancelled = 1;
    public const int Failed = 2;
}
