namespace Xmrl.Runs.Safetensors;

/// <summary>Element types that Xmrl reads and writes; names as in the file format.</summary>
public enum TensorType
{
    /// <summary>Unsigned bytes.</summary>
    U8,

    /// <summary>Signed 32-bit integers.</summary>
    I32,

    /// <summary>Signed 64-bit integers.</summary>
    I64,

    /// <summary>Unsigned 64-bit integers.</summary>
    U64,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 double precision.</summary>
    F64,
}
