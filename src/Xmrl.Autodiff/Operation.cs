namespace Xmrl.Autodiff;

/// <summary>What a node computes. The derivative of every operation is made of these operations again.</summary>
internal enum Operation
{
    /// <summary>Bound by the caller.</summary>
    Input,

    /// <summary>The same number everywhere: Scale.</summary>
    Constant,

    /// <summary>A·B.</summary>
    Multiply,

    /// <summary>Aᵀ·B.</summary>
    MultiplyTransposedLeft,

    /// <summary>A·Bᵀ.</summary>
    MultiplyTransposedRight,

    /// <summary>f(W·X + b): inputs W, X, b.</summary>
    Linear,

    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Subtract,

    /// <summary>x·y, elementwise.</summary>
    Product,

    /// <summary>Scale·x·y·z, elementwise.</summary>
    TripleProduct,

    /// <summary>x / y, elementwise.</summary>
    Quotient,

    /// <summary>Scale·x.</summary>
    Scale,

    /// <summary>x + Scale.</summary>
    Shift,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>g·(1 − y²): inputs g, y = tanh x.</summary>
    TanhGradient,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>g where y &gt; 0, else 0: inputs g, y.</summary>
    Mask,

    /// <summary>Exponential eˣ, elementwise.</summary>
    Exp,

    /// <summary>ln x.</summary>
    Log,

    /// <summary>Square root √x, elementwise.</summary>
    Sqrt,

    /// <summary>1/(1 + e⁻ˣ), elementwise.</summary>
    Sigmoid,

    /// <summary>ln(1 + eˣ), elementwise.</summary>
    Softplus,

    /// <summary>min(x, y), elementwise.</summary>
    Minimum,

    /// <summary>x, but constant to every derivative.</summary>
    StopGradient,

    /// <summary>Sum of all elements.</summary>
    SumAll,

    /// <summary>Sum over samples: [m, n] → [m, 1].</summary>
    SumSamples,

    /// <summary>Sum over features: [m, n] → [1, n].</summary>
    SumFeatures,

    /// <summary>One number → any shape.</summary>
    BroadcastScalar,

    /// <summary>[m, 1] → [m, n].</summary>
    BroadcastSamples,

    /// <summary>[1, n] → [m, n].</summary>
    BroadcastFeatures,

    /// <summary>Running sums along the samples of each trajectory.</summary>
    CumulativeSum,

    /// <summary>Running sums from the end of each trajectory.</summary>
    ReverseCumulativeSum,

    /// <summary>Rows Offset … of x.</summary>
    SliceRows,

    /// <summary>x above y.</summary>
    ConcatRows,

    /// <summary>x placed at row Offset of a zero matrix.</summary>
    PadRows,

    /// <summary>The elements of x, row after row, in another shape.</summary>
    Reshape,

    /// <summary>Largest feature of every sample, constant to every derivative: [m, n] → [1, n].</summary>
    MaxFeatures,

    /// <summary>K_sᵀ·Q_s of every group s, of which a sample has Offset.</summary>
    GroupGram,

    /// <summary>V_s·P_s of every group s.</summary>
    GroupMix,

    /// <summary>Q_s·P_sᵀ of every group s.</summary>
    GroupMixTransposed,
}
