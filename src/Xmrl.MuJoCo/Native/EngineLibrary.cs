using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Xmrl.MuJoCo.Native;

/// <summary>A loaded libmujoco whose version and layout are known: addresses of its functions.</summary>
internal sealed unsafe class EngineLibrary
{
    /// <summary>Environment variable that names a file of libmujoco.</summary>
    public const string Variable = "XMRL_MUJOCO";

    private const int ErrorSize = 1000;
    private const string Advice =
        "install Debian's package libmujoco2.2.2 (apt-get install libmujoco2.2.2) or name the file of libmujoco 2.2.2 in "
        + Variable;

    // The compiler of models keeps the last one in a global.
    private static readonly Lock s_compiler = new();

    private readonly nint _handle;
    private readonly nint _loadXml;
    private readonly nint _makeFile;
    private readonly nint _deleteFiles;

    private EngineLibrary(nint handle, EngineLayout layout)
    {
        _handle = handle;
        Layout = layout;
        Step = Export("mj_step");
        Forward = Export("mj_forward");
        Reset = Export("mj_resetData");
        ContactForces = Export("mj_rnePostConstraint");
        MakeData = Export("mj_makeData");
        DeleteData = Export("mj_deleteData");
        DeleteModel = Export("mj_deleteModel");
        _loadXml = Export("mj_loadXML");
        _makeFile = Export("mj_makeEmptyFileVFS");
        _deleteFiles = Export("mj_deleteVFS");
        *(nint*)Export("mju_user_error") = CallGuard.ErrorHandler;
        *(nint*)Export("mju_user_warning") = CallGuard.WarningHandler;

        nint Export(string name) => NativeLibrary.GetExport(handle, name);
    }

    /// <summary>Where the fields lie.</summary>
    public EngineLayout Layout { get; }

    /// <summary>mj_step(model, data).</summary>
    public nint Step { get; }

    /// <summary>mj_forward(model, data).</summary>
    public nint Forward { get; }

    /// <summary>mj_resetData(model, data).</summary>
    public nint Reset { get; }

    /// <summary>mj_rnePostConstraint(model, data).</summary>
    public nint ContactForces { get; }

    /// <summary>mj_makeData(model).</summary>
    public nint MakeData { get; }

    /// <summary>mj_deleteData(data).</summary>
    public nint DeleteData { get; }

    /// <summary>mj_deleteModel(model).</summary>
    public nint DeleteModel { get; }

    /// <summary>Looks for the library and checks it.</summary>
    /// <param name="variable">Value of the environment variable.</param>
    /// <param name="check">Throws a <see cref="MuJoCoException"/> where structs do not lie as the version's should.</param>
    public static (EngineLibrary? Library, EngineStatus Status) Load(string? variable, Action<EngineLibrary> check)
    {
        var probes = new List<LibraryProbe>();
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return Failed($"MuJoCo environments need 64-bit Linux on x86-64; this is {RuntimeInformation.RuntimeIdentifier}.");
        }

        (nint handle, string place) = LibrarySearch.Find(variable, probes);
        if (handle == 0)
        {
            return Failed(
                string.IsNullOrEmpty(variable)
                    ? $"libmujoco was not found: {Advice}."
                    : $"{Variable} = {variable} names no library that loads: {probes[^1].Outcome}.");
        }

        if (!NativeLibrary.TryGetExport(handle, "mj_version", out nint version)
            || !NativeLibrary.TryGetExport(handle, "mj_versionString", out nint text))
        {
            return Failed($"{place} is not a MuJoCo library: it has no mj_version.");
        }

        int number = ((delegate* unmanaged<int>)version)();
        string name = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)text)()) ?? number.ToString(CultureInfo.InvariantCulture);
        if (EngineLayouts.All.FirstOrDefault(layout => layout.Version == number) is not { } known)
        {
            return Failed($"{place} is MuJoCo {name}, whose structs are not known here: {Advice}.");
        }

        try
        {
            var library = new EngineLibrary(handle, known);
            check(library);
            var status = new EngineStatus
            {
                IsAvailable = true,
                Sentence = $"MuJoCo {name} from {place}.",
                Version = name,
                Probes = probes,
            };
            return (library, status);
        }
        catch (Exception error) when (error is MuJoCoException or EntryPointNotFoundException or TypeInitializationException)
        {
            return Failed($"{place} says that it is MuJoCo {name} but cannot be used: {(error.InnerException ?? error).Message}");
        }

        (EngineLibrary?, EngineStatus) Failed(string sentence)
            => (null, new EngineStatus { IsAvailable = false, Sentence = sentence, Probes = probes });
    }

    /// <summary>The same library read by another layout.</summary>
    /// <param name="layout">The layout.</param>
    internal EngineLibrary With(EngineLayout layout) => new(_handle, layout);

    /// <summary>Compiles a model.</summary>
    /// <param name="xml">The model; null to read it from <paramref name="name"/> and the files beside it.</param>
    /// <param name="name">Path, or what to call the text in messages.</param>
    /// <exception cref="MuJoCoException">The engine does not accept it; the message is the engine's.</exception>
    public ModelHandle Compile(string? xml, string name)
    {
        byte[] path = [.. Encoding.UTF8.GetBytes(name), 0];
        byte[] message = new byte[ErrorSize];
        nint model = 0;
        lock (s_compiler)
        {
            void* files = xml is null ? null : NativeMemory.AllocZeroed((nuint)Layout.Files.Size);
            try
            {
                fixed (byte* file = path, error = message)
                {
                    if (xml is not null)
                    {
                        AddFile(files, file, Encoding.UTF8.GetBytes(xml));
                    }

                    model = CallGuard.Call(_loadXml, (nint)file, (nint)files, (nint)error, ErrorSize);
                }
            }
            finally
            {
                if (files != null)
                {
                    CallGuard.Call(_deleteFiles, (nint)files);
                    NativeMemory.Free(files);
                }
            }
        }

        // The buffer holds warnings too, but then there is a model.
        return model != 0
            ? new ModelHandle(model, DeleteModel)
            : throw new MuJoCoException(
                $"MuJoCo does not accept {name}: {Encoding.UTF8.GetString(message).TrimEnd('\0').Trim().ReplaceLineEndings(" ")}");
    }

    private void AddFile(void* files, byte* name, ReadOnlySpan<byte> content)
    {
        if ((int)CallGuard.Call(_makeFile, (nint)files, (nint)name, content.Length) != 0)
        {
            throw new MuJoCoException("MuJoCo could not take the model's text.");
        }

        content.CopyTo(new Span<byte>(*(void**)((byte*)files + Layout.Files.FileData), content.Length));
    }
}
