namespace Xmrl.MuJoCo.Native;

/// <summary>C type of a field.</summary>
internal enum FieldKind
{
    /// <summary>mjtNum: double.</summary>
    Number,

    /// <summary>int.</summary>
    Integer,

    /// <summary>mjtByte or mjtBool.</summary>
    Byte,

    /// <summary>mjtSize or size_t, 64 bits: sizes since MuJoCo 3.5.</summary>
    Size,
}
