namespace Xmrl.Runs.Safetensors;

/// <summary>Element types of the file format, those smaller than a byte excepted. Xmrl itself writes <see cref="F32"/> and
/// <see cref="F64"/>; the others are read as values or kept as bytes.</summary>
internal enum TensorType
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

    /// <summary>Truth values, a byte each; kept as bytes.</summary>
    Bool,

    /// <summary>Signed bytes.</summary>
    I8,

    /// <summary>Signed 16-bit integers.</summary>
    I16,

    /// <summary>Unsigned 16-bit integers.</summary>
    U16,

    /// <summary>Unsigned 32-bit integers.</summary>
    U32,

    /// <summary>IEEE 754 half precision.</summary>
    F16,

    /// <summary>The upper half of single precision: 8 bits of exponent, 7 of fraction.</summary>
    BF16,

    /// <summary>Bytes with 4 bits of exponent and 3 of fraction (<c>F8_E4M3</c>); kept as bytes.</summary>
    F8E4M3,

    /// <summary>Bytes with 5 bits of exponent and 2 of fraction (<c>F8_E5M2</c>); kept as bytes.</summary>
    F8E5M2,

    /// <summary>Bytes that are an exponent (<c>F8_E8M0</c>); kept as bytes.</summary>
    F8E8M0,

    /// <summary>Pairs of single precision, real and imaginary; kept as bytes.</summary>
    C64,
}
