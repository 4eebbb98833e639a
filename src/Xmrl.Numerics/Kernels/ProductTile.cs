namespace Xmrl.Numerics.Kernels;

/// <summary>Where one tile of a matrix product reads and writes. All steps and strides are in elements.</summary>
internal unsafe struct ProductTile
{
    /// <summary>First weight of the tile's first row.</summary>
    public Real* Left;

    /// <summary>Distance between the weights of two output rows.</summary>
    public nint LeftStride;

    /// <summary>Distance between the weights of two contracted indices.</summary>
    public nint LeftStep;

    /// <summary>First activation of the tile's first sample.</summary>
    public Real* Right;

    /// <summary>Distance between two rows of activations.</summary>
    public nint RightStride;

    /// <summary>Start value of each output row.</summary>
    public Real* Start;

    /// <summary>First output.</summary>
    public Real* Destination;

    /// <summary>Distance between two output rows.</summary>
    public nint DestinationStride;

    /// <summary>Whether each element starts at an addend instead of at Start.</summary>
    public bool Accumulate;

    /// <summary>Distance from an output to its addend; 0 where the addends lie in the destination.</summary>
    public nint AddendShift;

    /// <summary>Distance between two rows of addends; 0 where one row serves all.</summary>
    public nint AddendStride;

    /// <summary>First value y of g·(1 − y²), which replaces each finished output g; null for none.</summary>
    public Real* Gate;

    /// <summary>Distance between two rows of y.</summary>
    public nint GateStride;

    /// <summary>Length of the contracted index.</summary>
    public nint Depth;

    /// <summary>Offset of the tile's last vector of samples; smaller than usual at the end of a row, where it overlaps its
    /// neighbour.</summary>
    public nint LastOffset;

    /// <summary>Number of tiles to compute one after the other along the samples.</summary>
    public nint Panels;

    /// <summary>Distance to the samples of the next panel, whose gates are fetched ahead; 0 for none.</summary>
    public nint Ahead;
}
