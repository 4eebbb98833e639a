namespace Xmrl.MuJoCo.Native;

/// <summary>C type of a field.</summary>
internal enum FieldKind
{
    /// <summary>mjtNum: double.</summary>
    Number,

    /// <summary>int.</summary>
    Integer,

    /// <summary>mjtByte.</summary>
    Byte,
}
