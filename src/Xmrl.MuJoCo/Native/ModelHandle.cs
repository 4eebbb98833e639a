using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Native;

/// <summary>Owns an mjModel, or a copy of the struct alone with an array of its own.</summary>
internal sealed unsafe class ModelHandle : SafeHandle
{
    private readonly nint _delete;
    private readonly ModelHandle? _original;
    private readonly nint _own;
    private readonly bool _holdsOriginal;

    public ModelHandle(nint model, nint delete)
        : base(0, ownsHandle: true)
    {
        _delete = delete;
        SetHandle(model);
    }

    /// <summary>Copies the struct; all arrays stay those of the original but one, which is copied too.</summary>
    /// <param name="original">The model, which stays alive as long as this.</param>
    /// <param name="bytes">Bytes of the struct.</param>
    /// <param name="offset">Where in the struct the address of the array lies.</param>
    /// <param name="array">The array as the copy has it.</param>
    public ModelHandle(ModelHandle original, int bytes, int offset, ReadOnlySpan<double> array)
        : base(0, ownsHandle: true)
    {
        original.DangerousAddRef(ref _holdsOriginal);
        _original = original;
        var copy = (byte*)NativeMemory.Alloc((nuint)bytes);
        var own = (double*)NativeMemory.Alloc((nuint)array.Length, sizeof(double));
        new ReadOnlySpan<byte>((void*)original.DangerousGetHandle(), bytes).CopyTo(new Span<byte>(copy, bytes));
        array.CopyTo(new Span<double>(own, array.Length));
        *(double**)(copy + offset) = own;
        _own = (nint)own;
        SetHandle((nint)copy);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        if (_original is null)
        {
            ((delegate* unmanaged<nint, void>)_delete)(handle);
            return true;
        }

        // The engine would free what belongs to the original.
        NativeMemory.Free((void*)handle);
        NativeMemory.Free((void*)_own);
        _original.DangerousRelease();
        return true;
    }
}
