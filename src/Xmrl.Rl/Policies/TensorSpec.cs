namespace Xmrl.Rl.Policies;

/// <summary>Where a named matrix lies in the flat parameter vector θ: row-major and packed.</summary>
/// <param name="Name">For example <c>layers.0.weight</c>.</param>
/// <param name="Rows">Number of rows; outputs for a weight.</param>
/// <param name="Columns">Number of columns; inputs for a weight, 1 for a vector.</param>
/// <param name="Offset">Index of the first element in θ.</param>
public readonly record struct TensorSpec(string Name, int Rows, int Columns, int Offset)
{
    /// <summary>Name of the context that CAVIA adapts, in policies that have one.</summary>
    public const string Context = "context";

    /// <summary>Name of the weight through which the context feeds the first layer.</summary>
    public const string ContextWeight = "context.weight";

    /// <summary>Number of elements.</summary>
    public int Length => Rows * Columns;

    /// <summary>The elements within θ.</summary>
    /// <param name="parameters">The flat parameter vector θ; at least Offset + Length elements.</param>
    public ReadOnlySpan<Real> Of(ReadOnlySpan<Real> parameters) => parameters.Slice(Offset, Length);

    /// <summary>The elements within θ.</summary>
    /// <param name="parameters">The flat parameter vector θ; at least Offset + Length elements.</param>
    public Span<Real> Of(Span<Real> parameters) => parameters.Slice(Offset, Length);
}
