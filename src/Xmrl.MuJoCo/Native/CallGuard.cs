using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Native;

/// <summary>Calls the engine so that its fatal errors come back as exceptions.</summary>
/// <remarks>
/// mju_error must not return: the engine goes on with memory that it does not have (and without a handler ends the process). Its own Python
/// binding leaves by longjmp, which needs a C frame to return to and may not cross managed frames. The same is done here with 94 bytes of
/// machine code: <c>enter</c> saves the registers that a function must preserve, remembers the stack pointer and calls; the handler first
/// lets managed code take the message (that call returns normally), then restores stack pointer and registers and returns to whoever called
/// <c>enter</c>. Only frames of the engine are skipped. The copy of the simulation in which it happened is unusable afterwards and is only
/// freed. Machine code of x86-64, System V calling convention.
/// </remarks>
internal static unsafe partial class CallGuard
{
    private const int HandlerOffset = 0x3A;
    private const int CallbackOffset = 0x40;

    private static readonly nint s_code = Install();

    [ThreadStatic]
    private static GuardFrame* t_frame;

    [ThreadStatic]
    private static string? t_error;

    [ThreadStatic]
    private static string? t_warning;

    /// <summary>For mju_user_error.</summary>
    public static nint ErrorHandler => s_code + HandlerOffset;

    /// <summary>For mju_user_warning.</summary>
    public static nint WarningHandler => (nint)(delegate* unmanaged<byte*, void>)&OnWarning;

    /// <summary>enter(function, frame, a, b, c, d), then the handler; assembled from the listing beside it.</summary>
    private static ReadOnlySpan<byte> Code =>
    [
        0x55, // enter: push rbp
        0x53, // push rbx
        0x41, 0x54, // push r12
        0x41, 0x55, // push r13
        0x41, 0x56, // push r14
        0x41, 0x57, // push r15
        0x48, 0x89, 0xF3, // mov rbx, rsi
        0x48, 0x89, 0x26, // mov [rsi], rsp
        0x48, 0x83, 0xEC, 0x08, // sub rsp, 8
        0x48, 0x89, 0xF8, // mov rax, rdi
        0x48, 0x89, 0xD7, // mov rdi, rdx
        0x48, 0x89, 0xCE, // mov rsi, rcx
        0x4C, 0x89, 0xC2, // mov rdx, r8
        0x4C, 0x89, 0xC9, // mov rcx, r9
        0xFF, 0xD0, // call rax
        0x48, 0x83, 0xC4, 0x08, // add rsp, 8
        0x48, 0x89, 0x43, 0x08, // mov [rbx + 8], rax
        0x31, 0xC0, // xor eax, eax
        0x41, 0x5F, // leave: pop r15
        0x41, 0x5E, // pop r14
        0x41, 0x5D, // pop r13
        0x41, 0x5C, // pop r12
        0x5B, // pop rbx
        0x5D, // pop rbp
        0xC3, // ret
        0x48, 0x83, 0xEC, 0x08, // handler: sub rsp, 8
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // mov rax, OnError
        0xFF, 0xD0, // call rax
        0x48, 0x83, 0xC4, 0x08, // add rsp, 8
        0x48, 0x85, 0xC0, // test rax, rax
        0x74, 0x0A, // jz done
        0x48, 0x8B, 0x20, // mov rsp, [rax]
        0xB8, 0x01, 0, 0, 0, // mov eax, 1
        0xEB, 0xD2, // jmp leave
        0xC3, // done: ret
    ];

    /// <summary>Calls a function of the engine that takes up to four pointers or integers.</summary>
    /// <returns>What it returned.</returns>
    /// <exception cref="MuJoCoException">The engine met a fatal error; the message is the engine's.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Call(nint function, nint first, nint second = 0, nint third = 0, nint fourth = 0)
    {
        GuardFrame* frame = t_frame;
        if (frame == null)
        {
            frame = NewFrame();
        }

        frame->IsActive = 1;
        int failed =
            ((delegate* unmanaged<nint, GuardFrame*, nint, nint, nint, nint, int>)s_code)(function, frame, first, second, third, fourth);
        frame->IsActive = 0;
        if (failed != 0)
        {
            Throw();
        }

        return frame->Result;
    }

    /// <summary>The last warning of the engine on this thread, which is then forgotten; null for none.</summary>
    public static string? TakeWarning()
    {
        string? warning = t_warning;
        t_warning = null;
        return warning;
    }

    private static void Throw()
    {
        string message = t_error ?? "no message";
        t_error = null;
        throw new MuJoCoException($"MuJoCo stopped with an error: {message.Trim()}");
    }

    /// <summary>One frame per thread, kept for its life: a few bytes.</summary>
    private static GuardFrame* NewFrame() => t_frame = (GuardFrame*)NativeMemory.AllocZeroed((nuint)sizeof(GuardFrame));

    /// <summary>Keeps the message and says where to leave to; 0 outside of guarded calls.</summary>
    [UnmanagedCallersOnly]
    private static nint OnError(byte* message)
    {
        t_error = Marshal.PtrToStringUTF8((nint)message);
        return t_frame != null && t_frame->IsActive != 0 ? (nint)t_frame : 0;
    }

    [UnmanagedCallersOnly]
    private static void OnWarning(byte* message) => t_warning = Marshal.PtrToStringUTF8((nint)message);

    private static nint Install()
    {
        const int ReadWrite = 3;
        const int ReadExecute = 5;
        const int PrivateAnonymous = 0x22;
        nuint size = (nuint)Environment.SystemPageSize;
        nint memory = MapMemory(0, size, ReadWrite, PrivateAnonymous, -1, 0);
        if (memory == -1)
        {
            throw new MuJoCoException(
                $"MuJoCo needs a page of memory for its error handler, and the system gave none (error {Marshal.GetLastPInvokeError()}).");
        }

        var code = new Span<byte>((void*)memory, Code.Length);
        Code.CopyTo(code);
        BinaryPrimitives.WriteInt64LittleEndian(code[CallbackOffset..], (nint)(delegate* unmanaged<byte*, nint>)&OnError);
        if (ProtectMemory(memory, size, ReadExecute) != 0)
        {
            throw new MuJoCoException(
                $"MuJoCo needs a page of executable memory for its error handler, and the system forbids it (error "
                    + $"{Marshal.GetLastPInvokeError()}).");
        }

        return memory;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectMemory(nint address, nuint length, int protection);
}
