namespace Xmrl.MuJoCo.Native;

/// <summary>What <see cref="CallGuard"/> needs to leave a call; its machine code knows the order of the fields.</summary>
internal struct GuardFrame
{
    /// <summary>Stack pointer at which the saved registers lie.</summary>
    public nint StackPointer;

    /// <summary>What the called function returned.</summary>
    public nint Result;

    /// <summary>Not zero while a guarded call is under way.</summary>
    public int IsActive;
}
