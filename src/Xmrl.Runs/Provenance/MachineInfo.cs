using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace Xmrl.Runs.Provenance;

/// <summary>Facts about processor and packages that .NET does not hand out in one call.</summary>
internal static class MachineInfo
{
    internal static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    internal static ImmutableArray<string> VectorFeatures()
    {
        (string Name, bool Present)[] features =
        [
            ("SSE4.2", Sse42.IsSupported),
            ("AVX", Avx.IsSupported),
            ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported),
            ("AVX-512F", Avx512F.IsSupported),
            ("AVX-512DQ", Avx512DQ.IsSupported),
            ("AdvSimd", AdvSimd.IsSupported),
        ];
        return [.. features.Where(static feature => feature.Present).Select(static feature => feature.Name)];
    }

    internal static string Processor()
    {
        const string Information = "/proc/cpuinfo";
        if (File.Exists(Information))
        {
            string? line = File.ReadLines(Information)
                .FirstOrDefault(static text => text.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null)
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    /// <summary>Packages of the running program, from the .deps.json file that the build puts beside it.</summary>
    internal static ImmutableSortedDictionary<string, string> Libraries()
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string files = AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "";
        foreach (string path in files.Split(Path.PathSeparator, ';').Where(File.Exists))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!document.RootElement.TryGetProperty("libraries", out JsonElement libraries))
            {
                continue;
            }

            foreach (JsonProperty library in libraries.EnumerateObject())
            {
                int slash = library.Name.IndexOf('/', StringComparison.Ordinal);
                if (slash > 0 && library.Value.TryGetProperty("type", out JsonElement type) && type.ValueEquals("package"))
                {
                    found[library.Name[..slash]] = library.Name[(slash + 1)..];
                }
            }
        }

        return found.ToImmutable();
    }
}
