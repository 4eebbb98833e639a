namespace Xmrl.Numerics.Kernels;

/// <summary>Where one tile of dot products reads and writes. All steps and strides are in elements.</summary>
internal unsafe struct DotProductTile
{
    /// <summary>First row of the left factor.</summary>
    public Real* Left;

    /// <summary>Distance between two rows of the left factor.</summary>
    public nint LeftStride;

    /// <summary>First row of the right factor.</summary>
    public Real* Right;

    /// <summary>Distance between two rows of the right factor.</summary>
    public nint RightStride;

    /// <summary>First output.</summary>
    public Real* Destination;

    /// <summary>Distance between the outputs of two left rows.</summary>
    public nint DestinationRowStep;

    /// <summary>Distance between the outputs of two right rows.</summary>
    public nint DestinationColumnStep;

    /// <summary>Number of samples, at least the lanes of a sum.</summary>
    public nint Samples;

    /// <summary>One number per lane of a sum: all bits in the last lanes, as many as samples do not fill the lanes; none in the
    /// others.</summary>
    public Real* TailMask;

    /// <summary>Whether the sums are added to the outputs.</summary>
    public bool Accumulate;
}
