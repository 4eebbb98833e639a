using Xmrl.Cli.Diagnosis;
using Xmrl.Mpi;

namespace Xmrl.Cli.Tests;

public sealed class MpiCheckTests
{
    private const string OpenMpiStarter = "mpirun (Open MPI) 4.1.4";
    private const string HydraStarter = "HYDRA build details:";

    private static readonly (MpiVersion, string) s_openMpi = (new MpiVersion(MpiFamily.OpenMpi, "Open MPI 4.1.4", 4), "libmpi.so.40");
    private static readonly (MpiVersion, string) s_mpich = (new MpiVersion(MpiFamily.Mpich, "MPICH 4.0.2", 4), "libmpich.so.12");

    [Fact]
    public void Of_NoMpi_IsFine()
    {
        DoctorCheck check = MpiCheck.Of([], null);
        check.Status.ShouldBe(DoctorStatus.Ok);
        check.Found.ShouldContain("only needed to work on several machines");
    }

    [Fact]
    public void Of_BothLibraries_AreNamedWithTheirFiles()
    {
        DoctorCheck check = MpiCheck.Of([s_openMpi, s_mpich], HydraStarter);
        check.Status.ShouldBe(DoctorStatus.Ok);
        check.Found.ShouldBe("Open MPI 4.1.4 (libmpi.so.40), MPICH 4.0.2 (libmpich.so.12); mpirun is that of MPICH");
    }

    [Fact]
    public void Of_StarterOfTheOtherMpi_SaysHowToMendIt()
    {
        DoctorCheck check = MpiCheck.Of([s_mpich], OpenMpiStarter);
        check.Status.ShouldBe(DoctorStatus.Warn);
        check.Mend.ShouldContain("mpirun and library belong to different MPIs: use the mpirun of MPICH 4.0.2");
    }

    [Fact]
    public void Of_StarterWithoutLibrary_SaysWhatIsMissing()
    {
        DoctorCheck check = MpiCheck.Of([], OpenMpiStarter);
        check.Status.ShouldBe(DoctorStatus.Warn);
        check.Mend.ShouldContain("Install the library of that MPI");
    }

    [Fact]
    public void Of_OldLibrary_IsNotEnough()
        => MpiCheck.Of(
            [(new MpiVersion(MpiFamily.OpenMpi, "Open MPI 3.1.6", 3), "libmpi.so.40")],
            OpenMpiStarter).Mend.ShouldContain("Open MPI 3.1.6 is too old");
}
