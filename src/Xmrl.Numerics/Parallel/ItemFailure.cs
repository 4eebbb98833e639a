namespace Xmrl.Numerics.Parallel;

/// <summary>Carries an item's exception together with its number out of a pool's run.</summary>
#pragma warning disable CA1032, CA1064, RCS1194 // Never leaves WorkPool.
internal sealed class ItemFailure(int item, Exception cause) : Exception(cause.Message, cause)
#pragma warning restore CA1032, CA1064, RCS1194
{
    /// <summary>The item.</summary>
    public int Item => item;
}
