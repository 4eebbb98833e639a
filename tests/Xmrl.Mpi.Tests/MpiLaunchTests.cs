namespace Xmrl.Mpi.Tests;

public sealed class MpiLaunchTests
{
    [Fact]
    public void Detect_NothingSet_IsNull()
        => Detect("SLURM_NTASKS=8", "SLURM_PROCID=0").ShouldBeNull("A batch script alone starts one process.");

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=2 PMIX_RANK=2", "mpirun of Open MPI", MpiFamily.OpenMpi, 2, 4)]
    [InlineData("PMI_SIZE=3 PMI_RANK=0", "mpirun of MPICH", MpiFamily.Mpich, 0, 3)]
    [InlineData("PMI_SIZE=3 PMI_RANK=1 SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=3", "srun with PMI-2", null, 1, 3)]
    [InlineData("PMIX_RANK=1 SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2", "srun with PMIx", null, 1, 2)]
    [InlineData("PMIX_RANK=5", "a PMIx starter", null, 5, null)]
    [InlineData("SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2", "srun", null, 1, 2)]
    public void Detect_EachStarter_IsRecognised(string variables, string starter, MpiFamily? family, int? rank, int? size)
        => Detect(variables.Split(' ')).ShouldBe(new MpiLaunch(starter, family, rank, size));

    [Fact]
    public void Detect_NumberIsNone_IsIgnored() => Detect("PMI_SIZE=many").ShouldBeNull();

    [Theory]
    [InlineData("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4", MpiFamily.OpenMpi, "Open MPI 4.1.4", 4)]
    [InlineData("Open MPI v5.0.3, package: Open MPI", MpiFamily.OpenMpi, "Open MPI 5.0.3", 5)]
    [InlineData("MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr 7", MpiFamily.Mpich, "MPICH 4.0.2", 4)]
    [InlineData("Intel(R) MPI Library 2021.10 for Linux* OS", MpiFamily.Mpich, "Intel(R) MPI Library (as MPICH)", 4)]
    public void Parse_KnownLibraries_GiveFamilyAndVersion(string text, MpiFamily family, string name, int major)
    {
        MpiVersion? version = MpiVersion.Parse(text);
        version.ShouldBe(new MpiVersion(family, name, major));
        version!.IsKnown.ShouldBeTrue();
    }

    [Fact]
    public void Parse_OldOrUnknown_IsToldApart()
    {
        MpiVersion.Parse("Open MPI v3.1.6, package")!.IsKnown.ShouldBeFalse();
        MpiVersion.Parse("Some other library").ShouldBeNull();
    }

    [Fact]
    public void Load_FileIsNoMpi_SaysSo()
    {
        var launch = new MpiLaunch("mpirun of Open MPI", MpiFamily.OpenMpi, 0, 2);
        Should.Throw<MpiException>(() => MpiLibrary.Load(launch, "/no/such/libmpi.so")).Message
            .ShouldBe("XMRL_MPI_LIBRARY is /no/such/libmpi.so, which is no MPI library that can be loaded.");
        MpiLibrary.TryLoad("libc.so.6").ShouldBeNull();
    }

    private static MpiLaunch? Detect(params string[] variables)
        => MpiLaunch.Detect(
            name => variables.FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]);
}
