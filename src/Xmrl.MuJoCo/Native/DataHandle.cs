using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Native;

/// <summary>Owns an mjData, and keeps its model alive.</summary>
internal sealed unsafe class DataHandle : SafeHandle
{
    private readonly nint _delete;
    private readonly ModelHandle _model;
    private readonly bool _holdsModel;

    /// <summary>Makes the data.</summary>
    /// <param name="library">The engine.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="MuJoCoException">The engine has no memory for it.</exception>
    public DataHandle(EngineLibrary library, ModelHandle model)
        : base(0, ownsHandle: true)
    {
        _delete = library.DeleteData;
        _model = model;
        model.DangerousAddRef(ref _holdsModel);
        SetHandle(CallGuard.Call(library.MakeData, model.DangerousGetHandle()));
        if (IsInvalid)
        {
            throw new MuJoCoException("MuJoCo could not allocate a copy of the simulation.");
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_holdsModel && IsInvalid)
        {
            // Never made: nothing for ReleaseHandle to do.
            _model.DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        ((delegate* unmanaged<nint, void>)_delete)(handle);
        _model.DangerousRelease();
        return true;
    }
}
