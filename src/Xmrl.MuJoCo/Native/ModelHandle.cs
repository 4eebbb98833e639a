using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Native;

/// <summary>Owns an mjModel.</summary>
internal sealed unsafe class ModelHandle : SafeHandle
{
    private readonly nint _delete;

    public ModelHandle(nint model, nint delete)
        : base(0, ownsHandle: true)
    {
        _delete = delete;
        SetHandle(model);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        ((delegate* unmanaged<nint, void>)_delete)(handle);
        return true;
    }
}
